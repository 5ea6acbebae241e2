import type { Claim, Hints } from '../exercise/index.ts'

/**
 * Patterns of the tests that decide whether a program does as is claimed: those that the claim names, and every one that any hint looks at,
 * since each hint may be shown instead of the claimed one. Every test (`*`) where a hint looks at whatever has failed.
 */
export function testsBehind(claim: Claim, { mistakes }: Hints): string[] {
  const conditions = mistakes.flatMap(({ when }) => ('any' in when ? when.any : [when]))
  if (conditions.some(({ fails }) => fails === undefined)) return ['*']
  const looked = conditions.flatMap(({ fails = [], passes = [], capture = [] }) => [
    ...fails,
    ...passes,
    ...capture.map(({ test }) => test),
  ])
  const quoted = mistakes
    .flatMap(({ values }) => Object.values(values))
    .flatMap((value) => ('capture' in value ? [value.capture.test] : []))
  const named = [...claim.fails, ...claim.passes, ...looked, ...quoted]
  // A schedule's failure is made smaller only where the same stream, as it was sent, is known to pass.
  const whole = named.flatMap((pattern) => (pattern.includes('/') ? [`${pattern.split('/')[0]}/whole`] : []))
  return [...new Set([...named, ...whole])]
}
