// Measures inside the page, in the same way for every app: from a click to the last change of what the charts show.
// What a chart shows are its words and the outlines of its marks; a redraw that changes neither is not counted.

window.bench = (() => {
  const QUIET = 300 // ms without a change, once all charts have changed
  const GIVEN_UP = 6000 // ms without a change, when some have not
  const pause = (ms) => new Promise((done) => setTimeout(done, ms))
  // The framework keeps what a run replaced, hidden, until the run has ended; a reader sees the others.
  const replaced = "[data-stale='true'] .js-plotly-plot"
  const charts = () => [...document.querySelectorAll(".js-plotly-plot")].filter((chart) => !chart.matches(replaced))
  const marks = (chart) => [...chart.querySelectorAll(".main-svg text, .main-svg path")]
  const shown = (chart) => marks(chart).map((mark) => (mark.getAttribute("d") || "") + mark.textContent).join("|")

  // The first match in the page or in any component's shadow root.
  function find(selector, root = document) {
    const found = root.querySelector(selector)
    if (found) return found
    for (const host of root.querySelectorAll("*")) {
      const inside = host.shadowRoot && find(selector, host.shadowRoot)
      if (inside) return inside
    }
    return null
  }

  // Calls act() and waits until the first `awaited` of `all` charts show something else than before and all is quiet. Gives
  // whether that came about, and when the last change was, in ms of performance.now(). While a chart is being replaced there may
  // be one too many.
  async function watch(act, all, awaited = all) {
    const before = charts().map(shown)
    let latest = before.join()
    let last = 0
    let complete = false
    const look = () => {
      const now = charts().map(shown)
      if (now.length !== all || now.join() === latest) return
      latest = now.join()
      last = performance.now()
      complete = now.slice(0, awaited).every((words, place) => words !== "" && words !== before[place])
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const began = performance.now()
    act()
    while (performance.now() - (last || began) < (complete ? QUIET : GIVEN_UP)) await pause(20)
    observer.disconnect()
    return { complete, took: last - began, at: performance.timeOrigin + last }
  }

  // Milliseconds from a click to the last chart; null where not every chart changed.
  async function click(selector) {
    const target = find(selector)
    if (!target) throw new Error(`nothing in the page matches ${selector}`)
    const seen = await watch(() => target.click(), charts().length)
    return seen.complete ? seen.took : null
  }

  // Milliseconds from the next key that is pressed to the first chart; null where that did not change.
  async function pressed() {
    let began = 0
    document.addEventListener("keydown", () => (began = performance.now()), { once: true, capture: true })
    const start = performance.timeOrigin
    const seen = await watch(() => {}, charts().length, 1)
    return seen.complete ? seen.at - start - began : null
  }

  // A reader: clicks one after the other, about `think` ms between them; every page begins at another moment.
  async function walk(selectors, think) {
    const times = []
    for (const selector of selectors) {
      await pause(think * (0.5 + Math.random()))
      times.push(await click(selector))
    }
    return times
  }

  // The moment (ms since 1970) at which `all` charts were drawn and changed no more; null where they never were.
  async function drawn(all) {
    const seen = await watch(() => {}, all)
    return seen.complete ? seen.at : null
  }

  return { charts: () => charts().length, click, drawn, pressed, walk }
})()
