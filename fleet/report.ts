import type { Check, CheckStatus } from "./check.js";
import type { Report } from "./verify.js";

export interface ReportStyle {
  /**
   * Colours the status.
   *
   * @default false
   */
  readonly color?: boolean;
}

const WORDS: Readonly<Record<CheckStatus, string>> = {
  passed: "ok",
  warning: "warning",
  failed: "FAILED",
  skipped: "skipped",
};
const COLORS: Readonly<Record<CheckStatus, number>> = { passed: 32, warning: 33, failed: 31, skipped: 90 };

/** One check as one line; a fix goes on a second one. */
export function formatCheck(check: Check, style: ReportStyle = {}): string {
  const line = `${paint(WORDS[check.status].padEnd(7), check.status, style)}  ${plain(check.subject)}: ${check.id}: ${plain(check.message)}`;
  const needsFix = check.fix && (check.status === "failed" || check.status === "warning");
  return needsFix ? `${line}\n         fix: ${plain(check.fix ?? "")}` : line;
}

/** The table at the end of a report: how each subject stands, and the sum. */
export function formatSummary(report: Report, style: ReportStyle = {}): string {
  const rows = [...groupBySubject(report.checks)].map(([subject, checks]) => summaryRow(subject, checks));
  const table = [["SUBJECT", "STATUS", "CHECKS"], ...rows.map((row) => row.cells)];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((cells) => (cells[column] ?? "").length)));
  const lines = table.map((cells, index) => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    const status = index === 0 ? undefined : rows[index - 1]?.status;
    if (status) padded[1] = paint(padded[1] ?? "", status, style);
    return padded.join("  ").trimEnd();
  });
  return [...lines, "", verdictLine(report)].join("\n");
}

/** The whole report as text, as `formatCheck` and `formatSummary` print it. */
export function formatReport(report: Report, style: ReportStyle = {}): string {
  return [...report.checks.map((check) => formatCheck(check, style)), "", formatSummary(report, style)].join("\n");
}

function verdictLine(report: Report): string {
  const { passed, warning, failed, skipped } = report.counts;
  const others = [
    failed > 0 && `${failed} failed`,
    warning > 0 && `${warning} ${warning === 1 ? "warning" : "warnings"}`,
    skipped > 0 && `${skipped} skipped`,
  ];
  const counts = [`${passed} passed`, ...others.filter((text) => text !== false)].join(", ");
  return `environment "${report.environment}" is ${report.ok ? "verified" : "NOT as its file says"}: ${counts} (${report.seconds.toFixed(1)} s)`;
}

function groupBySubject(checks: readonly Check[]): Map<string, Check[]> {
  const groups = new Map<string, Check[]>();
  for (const check of checks) groups.set(check.subject, [...(groups.get(check.subject) ?? []), check]);
  return groups;
}

/** Worst first: a subject stands as its worst check does. */
const SEVERITY: readonly CheckStatus[] = ["failed", "warning", "passed", "skipped"];

function summaryRow(subject: string, checks: readonly Check[]): { status: CheckStatus; cells: string[] } {
  const status = SEVERITY.find((one) => checks.some((check) => check.status === one)) ?? "skipped";
  const good = checks.filter((check) => check.status === "passed").length;
  return { status, cells: [plain(subject), WORDS[status], `${good} of ${checks.length} passed`] };
}

function paint(text: string, status: CheckStatus, style: ReportStyle): string {
  return style.color ? `\x1b[${COLORS[status]}m${text}\x1b[0m` : text;
}

/** Clusters' and Argo CD's own words on one line, without anything that would steer a terminal. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
}
