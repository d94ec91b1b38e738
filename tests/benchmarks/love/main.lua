-- LÖVE: one SpriteBatch, refilled each frame. Run by compare.py as: love <folder> COUNT FRAMES
local WIDTH, HEIGHT, SIDE, DT, WARM_UP = 1280, 720, 8, 1 / 60, 10
local count, frames = tonumber(arg[2]), tonumber(arg[3])
local x, y, vx, vy, angle, spin = {}, {}, {}, {}, {}, {}
local batch, times, turn = nil, {}, 0

function love.load()
  love.window.setMode(WIDTH, HEIGHT, { vsync = 0 })
  local data = love.image.newImageData(SIDE, SIDE)
  data:mapPixel(function() return 0.8, 0.6, 0.35, 1 end)
  batch = love.graphics.newSpriteBatch(love.graphics.newImage(data), count, "stream")
  for k = 1, count do
    x[k], y[k] = love.math.random() * WIDTH, love.math.random() * HEIGHT
    vx[k], vy[k] = love.math.random() * 200 - 100, love.math.random() * 200 - 100
    angle[k], spin[k] = love.math.random() * 6, love.math.random() * 4 - 2
  end
end

function love.run()
  love.load()
  return function()
    local start = love.timer.getTime()
    love.event.pump()
    batch:clear()
    for k = 1, count do
      x[k], y[k], angle[k] = x[k] + vx[k] * DT, y[k] + vy[k] * DT, angle[k] + spin[k] * DT
      if x[k] < 0 or x[k] > WIDTH then vx[k] = -vx[k] end
      if y[k] < 0 or y[k] > HEIGHT then vy[k] = -vy[k] end
      batch:add(x[k], y[k], angle[k], 1, 1, SIDE / 2, SIDE / 2)
    end
    love.graphics.origin()
    love.graphics.clear(0, 0, 0)
    love.graphics.draw(batch)
    love.graphics.present()
    turn = turn + 1
    if turn > WARM_UP then times[#times + 1] = love.timer.getTime() - start end
    if #times == frames then
      table.sort(times)
      local median = times[math.floor(frames / 2) + 1] * 1000
      print(string.format('{"peer": "love", "count": %d, "frame_ms": %f}', count, median))
      return 0
    end
  end
end
