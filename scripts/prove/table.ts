import type { Proof } from './proofs.ts'

/** The table of `docs/proof.md`. */
export function proofTable(proofs: readonly Proof[]): string {
  const rows = proofs.map(({ name, shows, against, quick, full, steps }) => {
    const files = [...new Set(steps.flatMap((step) => step.files))].map((file) => `\`${file}\``).join(', ')
    return `| \`${name}\` | ${shows} | ${against} | ${quick} | ${full} | ${files} |`
  })
  return `${[
    '| proof | what it shows | against | quick (CI) | full (`npm run prove`) | tests |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`
}
