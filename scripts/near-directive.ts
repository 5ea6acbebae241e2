import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** Registers `client:near`: hydrates questions before they are visible, and at the first Tab for keyboard users. */
export function nearDirective(): AstroIntegration {
  return {
    name: 'ackademy:near-directive',
    hooks: {
      'astro:config:setup': ({ addClientDirective }) => {
        addClientDirective({
          name: 'near',
          entrypoint: fileURLToPath(new URL('../src/components/near-directive.ts', import.meta.url)),
        })
      },
    },
  }
}
