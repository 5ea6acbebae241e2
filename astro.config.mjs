import mdx from '@astrojs/mdx'
import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { contentSecurityPolicy } from './scripts/content-security-policy.ts'
import { relativeAddresses } from './scripts/relative-addresses.ts'
import { reloadContent } from './scripts/reload-content.ts'
import { serviceWorker } from './scripts/service-worker.ts'

export default defineConfig({
  // What changes files comes before what lists them.
  integrations: [mdx(), preact(), relativeAddresses(), contentSecurityPolicy(), serviceWorker()],
  // Inline styles and data: addresses would each need a hole in the content security policy.
  build: { inlineStylesheets: 'never' },
  vite: {
    plugins: [reloadContent()],
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 8000 },
    worker: { format: 'es' },
  },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
})
