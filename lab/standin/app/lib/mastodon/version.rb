module Mastodon
  # The tag's name, which the generator of this repository writes here.
  VERSION = File.read(File.expand_path('../../VERSION', __dir__)).strip
end
