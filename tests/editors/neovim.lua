-- Opens a draft with the language server, waits for its diagnostics, takes the code action whose title has a given
-- beginning, and writes a report as JSON. Neovim 0.7 has `start_client`, later ones `start`.
local report = { encoding = nil, before = {}, offered = {}, after = {} }

local function diagnostics()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local lines = vim.api.nvim_buf_get_text(0, each.lnum, each.col, each.end_lnum, each.end_col, {})
    table.insert(found, { code = each.code or each.user_data.lsp.code, text = table.concat(lines, "\n") })
  end
  return found
end

local ok, fault = pcall(function()
  vim.cmd("edit " .. vim.fn.fnameescape(os.getenv("DRAFT")))
  local config = { name = "kratom-lint", cmd = { os.getenv("TOOL"), "lsp" }, root_dir = vim.fn.getcwd() }
  local id = vim.lsp.start and vim.lsp.start(config) or vim.lsp.start_client(config)
  if not vim.lsp.start then vim.lsp.buf_attach_client(0, id) end
  local wanted = tonumber(os.getenv("WANTED"))
  vim.wait(60000, function() return #vim.diagnostic.get(0) >= wanted end, 50)
  report.encoding = vim.lsp.get_client_by_id(id).offset_encoding
  report.before = diagnostics()
  vim.ui.select = function(items, _, choose)
    local chosen
    for _, item in ipairs(items) do
      local action = item.action or item[2]
      table.insert(report.offered, action.title)
      if not chosen and vim.startswith(action.title, os.getenv("ACTION")) then chosen = item end
    end
    choose(chosen)
  end
  local target = vim.diagnostic.get(0)[wanted]
  vim.api.nvim_win_set_cursor(0, { target.lnum + 1, target.col })
  vim.lsp.buf.code_action()
  vim.wait(60000, function() return vim.bo.modified end, 50)
  vim.wait(60000, function() return #vim.diagnostic.get(0) < wanted end, 50)
  report.after = diagnostics()
  vim.cmd("write")
  vim.lsp.stop_client(id)
  vim.wait(5000, function() return vim.lsp.client_is_stopped(id) end, 50)
end)
report.fault = not ok and tostring(fault) or nil
vim.fn.writefile({ vim.json.encode(report) }, os.getenv("REPORT"))
vim.cmd("qall!")
