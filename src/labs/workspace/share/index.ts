/** Links that carry files, a seed and a run up to a moment. Their content is validated before use. */
export { ShareLink } from './share-dialog.tsx'
export { Sharing } from './sharing.ts'
