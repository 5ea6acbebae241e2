import type { CheckResult } from '../check-exercise.ts'
import type { QuestionCheck } from '../questions/index.ts'
import { Html, html } from './html.ts'
import { exerciseSection, questionSection } from './sections.ts'
import { REPORT_STYLE } from './style.ts'

export interface HtmlOptions {
  /** The design's tokens, as CSS. */
  tokens: string
  /** When the check ran. */
  at: Date
  /** How long it took on this machine. */
  tookMs: number
}

/** The whole check as one HTML page. */
export function checkAsHtml(
  exercises: readonly CheckResult[],
  questions: readonly QuestionCheck[],
  options: HtmlOptions,
): string {
  const all = [...exercises.map(({ exercise: id, passed }) => ({ id, passed })), ...questions]
  const good = all.filter(({ passed }) => passed).length
  const runs = exercises.reduce((sum, result) => sum + result.runs, 0)
  const when = options.at.toISOString().slice(0, 16).replace('T', ' ')
  return html`<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${good === all.length ? '✓' : '✕'} ${good} of ${all.length} hold · ackademy check</title>
<style>${new Html(themed(options.tokens))}${new Html(REPORT_STYLE)}</style>
</head>
<body><main>
<header><h1>${good} of ${all.length} hold what they promise</h1>
<p>${runs} gradings in ${(options.tookMs / 1000).toFixed(1)} s · ${when} UTC</p></header>
${all.length > 1 && html`<nav aria-label="Contents">${all.map(({ id, passed }) => html`<a href="#${id}">${passed ? '✓' : '✕'} ${id}</a>`)}</nav>`}
${exercises.map(exerciseSection)}
${questions.map(questionSection)}
</main></body>
</html>
`.text
}

/** Leaves out fonts in other files; follows the system's setting for dark mode, since the page has no switch. */
function themed(tokens: string): string {
  const css = tokens.replace(/@font-face\s*\{[^}]*\}/g, '')
  const dark = /\[data-theme="dark"\]\s*\{([^}]*)\}/.exec(css)?.[1] ?? ''
  return `${css}\n@media (prefers-color-scheme: dark) { :root[data-theme] {${dark}} }`
}
