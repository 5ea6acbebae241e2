/**
 * The author's check as one page that needs nothing else: no script, no file, no network. `html.ts` escapes, `style.ts` holds
 * what the design's tokens do not, the rest writes a section each.
 */
export { checkAsHtml } from './page.ts'
