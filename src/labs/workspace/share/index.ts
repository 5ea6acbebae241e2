/** Links that carry files, seed and the life of a world up to a moment. What such a link holds is checked before anything is done with it. */
export { ShareLink } from './share-dialog.tsx'
export { Sharing } from './sharing.ts'
