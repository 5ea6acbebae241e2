import type { Precision } from '../attempt-runs.ts'
import type { CheckResult } from '../check-exercise.ts'
import { type Finding, withPlaces } from '../findings.ts'
import type { KillMatrix } from '../kill-matrix.ts'
import type { MutantResults } from '../mutant-runs.ts'
import type { PairResults } from '../pair-runs.ts'
import type { QuestionCheck } from '../questions/index.ts'
import { type Html, html } from './html.ts'

export function exerciseSection(result: CheckResult): Html {
  const { exercise, title, findings, matrices, times, mutants, precision, pairs } = result
  return html`<section id="${exercise}">
    <h2>${title} <code>${exercise}</code> ${verdict(result.passed, result.runs === 0)}</h2>
    ${findingsList(findings)}
    ${matrices.map(({ backend, matrix }) => html`<h3>Failed tests, ${backend}</h3>${matrixTable(matrix)}`)}
    ${times.length > 0 && html`<h3>Time of each test, the solution</h3>${timesTable(times)}`}
    ${precision && html`<h3>Attempts</h3>${precisionTable(precision)}`}
    ${pairs && html`<h3>Pairs of mistakes</h3>${pairsLine(pairs)}`}
    ${mutants && html`<h3>Mutants</h3>${mutantList(mutants)}`}
  </section>`
}

export function questionSection({ id, title, passed, findings, about }: QuestionCheck): Html {
  return html`<section id="${id}">
    <h2>${title} <code>${id}</code> ${verdict(passed, false)}</h2>
    <h3>${about}</h3>
    ${findingsList(findings)}
  </section>`
}

function verdict(passed: boolean, wasNotRun: boolean): Html {
  if (passed && wasNotRun) return html`<span class="verdict open">was not run</span>`
  return passed ? html`<span class="verdict ok">✓ ok</span>` : html`<span class="verdict bad">✕ has problems</span>`
}

function findingsList(findings: readonly Finding[]): Html | false {
  if (findings.length === 0) return false
  const kinds = {
    problem: html`<span class="verdict bad">problem</span>`,
    note: html`<span class="verdict open">note</span>`,
  }
  return html`<ul class="findings">
    ${findings.map((finding) => html`<li>${kinds[finding.kind]}<code>${finding.about}</code><span>${withPlaces(finding)}</span></li>`)}
  </ul>`
}

/** Programs down, tests across; a row or column without a ✕ is marked. */
function matrixTable({ tests, rows }: KillMatrix): Html {
  const never = tests.filter((test) => !rows.some((row) => row.failed.includes(test)))
  const cell = (failed: readonly string[], test: string) =>
    failed.includes(test)
      ? html`<td class="kill" title="fails ${test}">✕</td>`
      : html`<td class="${failed.length === 0 || never.includes(test) ? 'never' : ''}">·</td>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Programs and the tests they fail">
    <table class="matrix">
      <thead><tr><th scope="col">program</th>${tests.map((test) => html`<th scope="col">${test}</th>`)}<th scope="col">hint shown</th></tr></thead>
      <tbody>${rows.map(
        ({ program, failed, hint }) =>
          html`<tr><th scope="row">${program}</th>${tests.map((test) => cell(failed, test))}<td class="hint">${hint ?? '–'}</td></tr>`,
      )}</tbody>
    </table>
  </div>`
}

function timesTable(times: CheckResult['times']): Html {
  const longest = Math.max(...times.map(({ realMs }) => realMs), 1)
  return html`<div class="scroll">
    <table class="times">
      <thead><tr><th scope="col">test</th><th scope="col">backend</th><th scope="col">in the world</th><th scope="col">here</th><th></th></tr></thead>
      <tbody>${times.map(
        ({ test, title, backend, virtualMs, realMs }) =>
          html`<tr><th scope="row"><code>${test}</code> ${title}</th><td>${backend}</td><td class="number">${Math.round(virtualMs)} ms</td><td class="number">${Math.round(realMs)} ms</td><td class="bar"><i style="width: ${Math.round((realMs / longest) * 100)}%"></i></td></tr>`,
      )}</tbody>
    </table>
  </div>`
}

/** What the hints said about programs that they were not written for. */
function precisionTable({ attempts, hints, first, passingWrong, failingRight }: Precision): Html {
  const row = (what: string, counts: Precision['hints']) =>
    html`<tr><th scope="row">${what}</th><td class="number">${counts.true}</td><td class="number">${counts.silent}</td><td class="number ${counts.false > 0 && 'never'}">${counts.false}</td></tr>`
  const names = (list: readonly string[]) => (list.length === 0 ? 'none' : list.join(', '))
  return html`<div class="scroll">
    <table class="times">
      <thead><tr><th scope="col">hints over ${attempts} attempts</th><th scope="col">true</th><th scope="col">silent</th><th scope="col">false</th></tr></thead>
      <tbody>${row('every failed test', hints)}${row('the first failed test of each', first)}</tbody>
    </table>
    <p>Wrong attempts that pass: ${names(passingWrong)}. Right attempts that fail: ${names(failingRight)}.</p>
  </div>`
}

const pairsLine = ({ total, told, silent }: PairResults) =>
  html`<p>${total} programs with two mistakes. Of their failed tests ${told} were told a cause, ${silent} none.</p>`

function mutantList({ total, caught, survivors }: MutantResults): Html {
  return html`<div class="mutants">
    <p>${caught} of ${total} small changes to the solution are caught. ${
      survivors.length > 0 && 'These pass all tests: either no test covers the case, or the program is equivalent.'
    }</p>
    ${survivors.map(
      ({ file, line, idea, before, after }) =>
        html`<details><summary><code>${file}:${line}</code>${idea}</summary><pre><del>- ${before}</del><ins>+ ${after}</ins></pre></details>`,
    )}
  </div>`
}
