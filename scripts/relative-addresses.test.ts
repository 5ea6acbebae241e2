import { expect, test } from 'vitest'
import { inPage, inScript, inStyle } from './relative-addresses.ts'

test('addresses in a page go up as many folders as the page lies deep; those of other hosts stay', () => {
  const html =
    '<a href="/course/">a</a><script src="/_astro/a.js"></script><a href="//b.example/">b</a><a href="#c">c</a>'
  expect(inPage(html, 0)).toContain('href="./course/"')
  expect(inPage(html, 2)).toContain('src="../../_astro/a.js"')
  expect(inPage(html, 2)).toContain('href="//b.example/"')
})

test('style sheets and scripts name what lies beside them', () => {
  expect(inStyle('src:url(/_astro/a.woff2)')).toBe('src:url(./a.woff2)')
  expect(inScript('a.js', 'x=`/_astro/w-1.js`,new Worker(x)')).toBe(
    'x=new URL("./w-1.js",import.meta.url).href,new Worker(x)',
  )
  expect(inScript('a.js', 'let f=function(e){return`/`+e}')).toBe(
    'let f=function(e){return new URL("../"+e,import.meta.url).href}',
  )
})

test('a script that names something in another way stops the build', () => {
  expect(() => inScript('a.js', 'fetch("/_astro/" + name)')).toThrow('a.js names something')
})
