/** Variants: drawing an exercise's parameters, and which of them a learner sees. Light enough for a page: it reads no files and has no schemas. */
export { type Mention, mentionedParams, mentionsIn } from './mentions.ts'
export { coveringVariants, drawParams, paramsFile, topologyParams } from './variant.ts'
