import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** `client:near`, for questions: alive before they are seen, and for whoever walks by keys. */
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
