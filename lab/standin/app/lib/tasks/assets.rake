require 'digest'
require 'json'

namespace :assets do
  desc 'Build the web interface'
  task :precompile do
    source = Dir['app/javascript/**/*'].select { |file| File.file?(file) }.sort
    text = source.map { |file| File.read(file) }.join
    name = "application-#{Digest::SHA256.hexdigest(text)[0, 8]}.js"
    mkdir_p %w[public/packs/.vite public/assets], verbose: false
    File.write("public/packs/#{name}", text)
    File.write('public/packs/.vite/manifest.json', JSON.generate('entrypoints/application.ts' => { file: name }))
    File.write('public/assets/500.html', '<!doctype html><title>We are sorry</title>')
    puts "built #{name}"
  end
end
