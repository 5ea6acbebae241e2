import type { Claim, Hints } from '../exercise/index.ts'

/**
 * Patterns of the tests that decide whether a program does as is claimed: every test (`*`) where causes are shown, for none of them may accuse it
 * falsely; else those that the claim names.
 */
export function testsBehind(claim: Claim, { version }: Hints): string[] {
  if (version === 2) return ['*']
  const named = [...claim.fails, ...claim.passes]
  // A schedule's failure is made smaller only where the same stream, as it was sent, is known to pass.
  const whole = named.flatMap((pattern) => (pattern.includes('/') ? [`${pattern.split('/')[0]}/whole`] : []))
  return [...new Set([...named, ...whole])]
}
