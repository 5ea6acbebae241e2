/** Program text as elements; apart, because the build reads the rest of this room in Node, which knows no JSX. */
export { CodeLines } from './code-lines.tsx'
