/** Files that an exercise gives to the learner lie in its `starter`, and beside solution and tests only when they run. */
declare module '*/records.ts' {
  export const RECORDS: number
  export function makeRecords(): AsyncGenerator<Buffer>
}
