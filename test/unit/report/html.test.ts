import {expect} from 'chai'
import {html, preLines} from '../../../src/report/html.js'

describe('[U] html', () => {
  it('escapes every value, in text and in attributes, also in lists', () => {
    const evil = `<script>alert("1")</script>' onload='x & y`
    const made = html`<p title="${evil}">${[evil, [evil]]}</p>`.toString()
    const safe = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; onload=&#39;x &amp; y'
    expect(made).to.equal(`<p title="${safe}">${safe}${safe}</p>`)
  })

  it('keeps markup, and nothing that only looks like it', () => {
    expect(html`<b>${html`<i>${'<'}</i>`}</b>`.toString()).to.equal('<b><i>&lt;</i></b>')
    const fake = {source: '<b>', toString: () => '<b>'} as unknown as string
    expect(() => html`${[fake]}`.toString()).to.throw(TypeError)
  })

  it('shows what would act on a terminal or turn text around', () => {
    expect(html`${'a\x1b[31m\u202eb\u2066\0'}`.toString()).to.equal('a\\x1b[31m\\u202eb\\u2066\\x00')
  })

  it('has nothing for undefined and false, and numbers as they are', () => {
    expect(html`${undefined}${false}${0}${7.5}`.toString()).to.equal('07.5')
  })

  it('keeps the lines of a text for pre', () => {
    expect(preLines('a\n<b>\n').toString()).to.equal('a\n&lt;b&gt;\n')
  })
})
