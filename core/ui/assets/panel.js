// The cohort filter panel. Data in: facets with counts; out: one change at a time. Built once a set of facets, then updated
// in place, so that focus stays where the reader is.

const pending = new WeakMap()

export default function (component) {
  const { data: [data], parentElement, setTriggerValue } = component
  const root = parentElement.querySelector(".panel")
  const send = (change) => {
    const at = Date.now()
    root.dataset.sent = at
    setTriggerValue("change", { ...change, at })
  }
  const signature = JSON.stringify(data.facets.map((f) => [f.name, f.min, f.max, (f.rows || []).map((r) => r.value), f.missingTotal > 0]))
  if (root.dataset.signature !== signature) {
    root.replaceChildren(head(data, send), ...data.facets.map((facet) => section(facet, data.words, send)))
    root.dataset.signature = signature
  }
  updateHead(root, data)
  root.dataset.behind = data.answers < Number(root.dataset.sent || 0) ? "yes" : ""
  data.facets.forEach((facet) => updateFacet(root.querySelector(`[data-facet="${facet.name}"]`), facet))
}

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value)
    else if (value !== false) node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children)
  return node
}

function head(data, send) {
  return element("div", { class: "head" },
    element("div", { class: "count", role: "status", "aria-live": "polite" }),
    element("div", { class: "meter" }, element("span")),
    element("button", { class: "undo", type: "button", onclick: () => send({ action: "undo" }) }, data.words.undo), " ",
    element("button", { class: "reset", type: "button", onclick: () => send({ action: "reset" }) }, data.words.reset))
}

function updateHead(root, data) {
  root.querySelector(".count").textContent = data.head
  root.querySelector(".meter > span").style.width = `${(100 * data.inView) / Math.max(data.patients, 1)}%`
  root.querySelector(".undo").disabled = !data.canUndo
  root.querySelector(".reset").disabled = !data.canReset
}

function section(facet, words, send) {
  const clear = element("button", { class: "clear", type: "button", "aria-label": `${words.clear} ${facet.label}` }, words.clear)
  clear.addEventListener("click", () => send({ action: "clause", column: facet.name, values: [] }))
  const body = facet.numeric ? numberBody(facet, words, send) : choiceBody(facet, send)
  const node = element("details", { "data-facet": facet.name, open: facet.open }, element("summary", {}, facet.label), clear, body)
  node.addEventListener("toggle", () => { if (node.open && node.facet) drawFacet(node, node.facet) })
  return node
}

function row(value, label) {
  const input = element("input", { type: "checkbox", value })
  const text = element("span", { class: "text" }, element("span", { class: "bar all" }), element("span", { class: "bar now" }),
    element("span", { class: "words" }, label))
  return element("label", { class: "row" }, input, text, element("span", { class: "n" }))
}

function choiceBody(facet, send) {
  const rows = facet.rows.map((choice) => row(`=${choice.value}`, choice.label))
  if (facet.missingTotal > 0) rows.push(row("missing", facet.missingLabel))
  const body = element("div", { class: "rows", role: "group", "aria-label": facet.label }, ...rows)
  body.addEventListener("change", () => {
    const checked = [...body.querySelectorAll("input:checked")].map((input) => input.value)
    const values = checked.filter((value) => value !== "missing").map((value) => value.slice(1))
    send({ action: "clause", column: facet.name, values, keep: checked.includes("missing") })
  })
  return body
}

function numberBody(facet, words, send) {
  const slider = (end, word) => element("input", { type: "range", class: end, min: facet.min, max: facet.max, step: facet.step,
    "aria-label": `${facet.label} ${word}` })
  const box = (end, word) => element("input", { type: "number", class: `${end}Box`, min: facet.min, max: facet.max, step: facet.step,
    "aria-label": `${facet.label} ${word}, ${facet.unit}` })
  const body = element("div", { class: "number" },
    element("div", { class: "bins", "aria-hidden": "true" }),
    element("div", { class: "slide" }, element("div", { class: "track" }), slider("low", words.from), slider("high", words.to)),
    element("div", { class: "limits" }, box("low", words.from), "–", box("high", words.to), element("span", { class: "unit" }, facet.unit)))
  if (facet.missingTotal > 0) body.append(row("missing", facet.missingLabel))
  const now = () => ({ low: Number(body.querySelector(".low").value), high: Number(body.querySelector(".high").value) })
  const submit = ({ low, high } = now()) => {
    const keep = body.querySelector("input[type=checkbox]")?.checked === true
    const change = { action: "clause", column: facet.name, keep }
    if (Math.min(low, high) > facet.min) change.low = Math.min(low, high)
    if (Math.max(low, high) < facet.max) change.high = Math.max(low, high)
    if (change.low === undefined && change.high === undefined) { change.values = []; change.keep = false }
    send(change)
  }
  body.addEventListener("input", (event) => {
    if (event.target.type === "checkbox") return
    if (event.target.type === "number") return void (event.target.dataset.typing = "")
    const { low, high } = now()
    body.querySelector(".lowBox").value = Math.min(low, high)
    body.querySelector(".highBox").value = Math.max(low, high)
    clearTimeout(pending.get(body))
    pending.set(body, setTimeout(() => { pending.delete(body); submit() }, 140))
  })
  body.addEventListener("change", (event) => {
    if (event.target.type === "number") {
      const typed = (end, open) => (body.querySelector(`.${end}Box`).value === "" ? open : Number(body.querySelector(`.${end}Box`).value))
      const within = (value) => Math.min(Math.max(value, facet.min), facet.max)
      const [low, high] = [within(typed("low", facet.min)), within(typed("high", facet.max))].sort((one, other) => one - other)
      for (const [end, value] of [["low", low], ["high", high]]) {
        body.querySelector(`.${end}`).value = value
        body.querySelector(`.${end}Box`).value = value
      }
      delete event.target.dataset.typing
      submit({ low, high })
    }
    if (event.target.type === "checkbox") submit()
  })
  body.addEventListener("focusout", (event) => delete event.target.dataset.typing)
  return body
}

function updateFacet(node, facet) {
  node.querySelector("summary").classList.toggle("active", facet.active)
  node.querySelector(".clear").hidden = !facet.active
  if (facet.active) node.open = true
  node.facet = facet
  if (node.open) drawFacet(node, facet)
}

// A folded variable is drawn when it is unfolded, with the newest counts.
function drawFacet(node, facet) {
  const longest = Math.max(1, ...(facet.rows || []).map((choice) => choice.total), facet.numeric ? 0 : facet.missingTotal)
  for (const choice of facet.rows || []) {
    const line = [...node.querySelectorAll("label.row")].find((label) => label.firstChild.value === `=${choice.value}`)
    updateRow(line, choice.n, choice.total, longest, choice.checked)
  }
  const missing = [...node.querySelectorAll("label.row")].find((label) => label.firstChild.value === "missing")
  if (missing) updateRow(missing, facet.missing, facet.missingTotal, facet.numeric ? 1e9 : longest, facet.keep)
  if (facet.numeric) updateNumber(node, facet)
}

function updateRow(line, n, total, longest, checked) {
  if (!line.closest(".panel").dataset.behind) line.firstChild.checked = checked
  line.querySelector(".n").textContent = n.toLocaleString("en")
  line.querySelector(".all").style.width = `${(100 * total) / longest}%`
  line.querySelector(".now").style.width = `${(100 * n) / longest}%`
}

function updateNumber(node, facet) {
  const tallest = Math.max(1, ...facet.bins.map((bin) => bin[2]))
  const counts = new Map(facet.bins.map((bin) => [bin[0], bin]))
  const bars = []
  for (let edge = facet.min; edge < facet.max || bars.length === 0; edge += facet.binWidth) {
    const [, n, total] = counts.get(edge) || [edge, 0, 0]
    const inside = edge + facet.binWidth > facet.low && edge <= facet.high
    const all = element("i", { class: "all" })
    const now = element("i", { class: "now" })
    all.style.height = `${(100 * total) / tallest}%`
    now.style.height = inside ? `${(100 * n) / tallest}%` : "0"
    bars.push(element("span", {}, all, now))
  }
  node.querySelector(".bins").replaceChildren(...bars)
  const box = node.querySelector("input[type=checkbox]")
  if (box) {
    box.disabled = !facet.active
    if (!facet.active) box.checked = true
  }
  if (pending.has(node.querySelector(".number")) || node.closest(".panel").dataset.behind) return
  for (const [end, value] of [["low", facet.low], ["high", facet.high]]) {
    node.querySelector(`.${end}`).value = value
    const box = node.querySelector(`.${end}Box`)
    if (box.dataset.typing === undefined) box.value = value
  }
}
