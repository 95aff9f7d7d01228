import tseslint from "typescript-eslint";

/** Which of our folders a folder may import from (itself always): the direction of architecture, as lint errors. */
const MAY_IMPORT = {
  config: [],
  constructs: ["config"],
  stacks: ["constructs", "config"],
  local: ["config"],
  terraform: ["config"],
  fleet: ["config"],
  cli: ["config", "constructs", "stacks", "local", "terraform", "fleet"],
};
const FOLDERS = Object.keys(MAY_IMPORT);
const USES_CDKTF = ["constructs", "stacks"];

const PROVIDER_ROOT = {
  regex: "^@cdktf/provider-[a-z]+$",
  message: "import a provider by subpath (lib/<resource>): its root index costs seconds and hundreds of megabytes",
};

function directionOf(folder) {
  const forbidden = FOLDERS.filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other));
  const patterns = [PROVIDER_ROOT];
  for (const other of forbidden) {
    patterns.push({ regex: `^(\\.\\./)+${other}/`, message: `${folder}/ must not import from ${other}/` });
  }
  if (!USES_CDKTF.includes(folder)) {
    patterns.push({
      regex: "^(cdktf|constructs|@cdktf/.*)$",
      message: `cdktf belongs to main.ts, ${USES_CDKTF.join(", ")}`,
    });
  }
  return { files: [`${folder}/**/*.ts`], rules: { "no-restricted-imports": ["error", { patterns }] } };
}

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "cdktf.out/",
      "node_modules/",
      ".hubspoke/",
      "coverage/",
      "local/toolchain/",
      "config/environment-definition.ts",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-imports": ["error", { patterns: [PROVIDER_ROOT] }],
      complexity: ["error", 10],
      "max-depth": ["error", 3],
      "max-params": ["error", 4],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "max-lines": ["error", 250],
      eqeqeq: "error",
      "prefer-const": "error",
    },
  },
  ...FOLDERS.map(directionOf),
  { files: ["test/**/*.ts", "bench/**/*.ts"], rules: { "max-lines-per-function": "off" } },
);
