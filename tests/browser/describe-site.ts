import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest'
import { missing } from '../support/requirements.ts'
import { Site, type SiteOptions, type Visit, type VisitOptions } from './site.ts'

/** Tests of the built site, which is served to a browser from before the first until after the last. */
export function describeSite(name: string, tests: (site: TestedSite) => void, options?: SiteOptions): void {
  describe.skipIf(missing('chromium'))(name, () => {
    const site = new TestedSite(options)
    beforeAll(() => site.open())
    afterAll(() => site.close())
    tests(site)
  })
}

interface SharedOptions extends VisitOptions {
  /** Programs of the suite fail on purpose; otherwise the first error on its page fails the suite. */
  expectsTroubles?: boolean
}

/** The site as a suite uses it: a page closes with the test that opened it, or is shared by all of them. */
export class TestedSite extends Site {
  override async visit(path: string, options?: VisitOptions): Promise<Visit> {
    const visit = await super.visit(path, options)
    onTestFinished(visit.close)
    return visit
  }

  /** One page for all tests of a suite: each starts where the previous one ended. `prepare` runs before the first. */
  shared(
    path: string,
    { expectsTroubles = false, ...options }: SharedOptions = {},
    prepare?: (page: Page) => Promise<void>,
  ): SharedVisit {
    const shared = new SharedVisit()
    beforeAll(async () => {
      shared.visit = await super.visit(path, options)
      await prepare?.(shared.page)
    })
    afterAll(async () => {
      if (!expectsTroubles) expect(shared.visit?.troubles).toEqual([])
      await shared.visit?.close()
    })
    return shared
  }
}

/** A visit that begins before the first test. */
class SharedVisit implements Omit<Visit, 'close'> {
  visit: Visit | null = null

  get page(): Page {
    return this.visit!.page
  }
  get context(): BrowserContext {
    return this.visit!.context
  }
  get troubles(): string[] {
    return this.visit!.troubles
  }
}
