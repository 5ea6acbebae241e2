import { describe, expect, test } from 'vitest'
import { LanguageSnapshot, languageObjects } from './language-snapshot.ts'

/** A small language of its own, so that the one that runs the tests stays as it is. */
function small() {
  class Base {
    method() {}
  }
  const made = {
    Base,
    constant: 1,
    get accessor() {
      return 1
    },
  }
  return { made, snapshot: new LanguageSnapshot([made]) }
}

describe('the language as it was', () => {
  test('what a program replaced, deleted, hid or made unwritable is there again', () => {
    const { made, snapshot } = small()
    const before = [Object.getOwnPropertyDescriptors(made), Object.getOwnPropertyDescriptors(made.Base.prototype)]
    made.Base.prototype.method = () => {}
    Reflect.deleteProperty(made, 'constant')
    Object.defineProperty(made, 'accessor', { value: 2, writable: false, enumerable: false })
    expect(snapshot.restore()).toBe(true)
    expect([Object.getOwnPropertyDescriptors(made), Object.getOwnPropertyDescriptors(made.Base.prototype)]).toEqual(
      before,
    )
  })

  test('what a program added, or put under a prototype of its own, is gone', () => {
    const { made, snapshot } = small()
    Object.assign(made.Base.prototype, { extra: 1 })
    Object.setPrototypeOf(made, { sly: true })
    expect(snapshot.restore()).toBe(true)
    expect('extra' in made.Base.prototype).toBe(false)
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype)
  })

  test.each([
    ['frozen', (made: object) => Object.freeze(made)],
    ['made unextensible', (made: object) => Object.preventExtensions(made)],
    ['given a property that cannot be removed', (made: object) => Object.defineProperty(made, 'x', { value: 1 })],
  ])('what was %s cannot be undone, and that is said', (_, spoil) => {
    const { made, snapshot } = small()
    spoil(made)
    expect(snapshot.restore()).toBe(false)
  })

  test('reaches the objects behind names and behind syntax', () => {
    const objects = languageObjects(globalThis)
    const generator = Object.getPrototypeOf(function* () {})
    const arrays = Object.getPrototypeOf([].values())
    for (const object of [Array, Promise, JSON, generator, arrays]) expect(objects).toContain(object)
  })
})
