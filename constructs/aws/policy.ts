import { literal } from "../expression.js";

/** A statement of an IAM policy, by IAM's own names. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy as IAM takes it: JSON, without spaces since they count. */
export function policyJson(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The same as the value of an attribute; what is `${...}` in a policy is IAM's to evaluate. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return literal(policyJson(statements));
}
