/** A report as a server of an older version sends it: without the sentences that were added since. */
export function sentReport(points: number, of: number, tests: readonly object[] = []): object {
  return {
    schema: 'https://ackademy.test/report/1',
    exercise: { id: 'an-exercise', title: 'An exercise', hash: 'sha256:1', points: of },
    submission: { hash: 'sha256:2', files: ['server.ts'] },
    inputs: { variant: 'practice', params: {}, seed: 7, platform: '0.1.0', node: '24.21.0' },
    authority: 'grade',
    status: 'graded',
    score: { points, of, groups: [] },
    tests,
    hints: [],
    replay: '',
    run: { startedAt: '2026-01-01T00:00:00.000Z', tookMs: 412, host: 'ci-runner' },
  }
}
