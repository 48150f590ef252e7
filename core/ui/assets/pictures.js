// Saves the print chart of the dialog as PNG or SVG in the browser itself, through the chart's own picture button.

export default function ({ data, parentElement }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = () => save(button.dataset.format, data)
  }
}

function save(format, { name, width, height, scale }) {
  const chart = document.querySelector(".st-key-print .js-plotly-plot")
  if (!chart) return
  chart._context.toImageButtonOptions = { format, filename: name, width, height, scale: format === "png" ? scale : 1 }
  chart.querySelector(".modebar-btn").click()
}
