import { realpathSync } from 'node:fs'
import mdx from '@astrojs/mdx'
import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { closedLinks } from './scripts/closed-links.ts'
import { contentSecurityPolicy } from './scripts/content-security-policy.ts'
import { nearDirective } from './scripts/near-directive.ts'
import { relativeAddresses } from './scripts/relative-addresses.ts'
import { reloadContent } from './scripts/reload-content.ts'
import { serviceWorker } from './scripts/service-worker.ts'

/** What reading pages always fetch together is one file: a packer finds in one what it finds in none of ten small ones. */
const groups = [
  {
    name: 'page',
    test: /node_modules\/@?preact\/|@astrojs\/preact|vite\/preload-helper|rolldown\/runtime|src\/labs\/site\/|strings\/en\/plural/,
  },
  { name: 'progress', test: /src\/labs\/(?:progress\/(?:progress|store)|course\/(?:standing|paint-progress))\.ts/ },
  {
    name: 'figure',
    test: /src\/(?:labs\/(?:figure\/(?:figure-(?!file)|focus|knobs|live-figure|live-ladder|ladder-view|program-text|stored-run|view)|ladder\/|code\/)|strings\/en\/(?:figure|ladder)\.)/,
  },
  { name: 'recording', test: /src\/labs\/(?:figure\/stored-recording|recording\/(?!packet-view\/|index))/ },
  { name: 'predict', test: /src\/(?:labs\/figure\/(?:live-predict|predict|explain)|strings\/en\/predict)/ },
]

export default defineConfig({
  // Not in node_modules, which the folders of several courses share.
  cacheDir: '.astro/cache',
  // What changes files comes before what lists them.
  integrations: [
    mdx(),
    preact(),
    nearDirective(),
    closedLinks(),
    relativeAddresses(),
    contentSecurityPolicy(),
    serviceWorker(),
  ],
  // Inline styles and data: addresses would each need a hole in the content security policy.
  build: { inlineStylesheets: 'never' },
  vite: {
    cacheDir: '.astro/vite',
    // Also where node_modules is a link.
    server: { fs: { allow: ['.', realpathSync('node_modules')] } },
    plugins: [reloadContent()],
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 8000 },
    worker: { format: 'es' },
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
  },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
})
