// What importing the self-test's expected results gives: see tools/self-test-plugin.ts.
declare module "virtual:self-test" {
  const results: Record<string, import("./kernels/self-test-case.ts").CaseResult>;
  export default results;
}
