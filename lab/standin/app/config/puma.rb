threads_count = ENV.fetch('MAX_THREADS', 5).to_i
threads ENV.fetch('MIN_THREADS', threads_count).to_i, threads_count
persistent_timeout ENV.fetch('PERSISTENT_TIMEOUT', 20).to_i
if ENV['SOCKET']
  bind "unix://#{ENV['SOCKET']}"
else
  bind "tcp://#{ENV.fetch('BIND', '127.0.0.1')}:#{ENV.fetch('PORT', 3000)}"
end
environment ENV.fetch('RAILS_ENV', 'development')
workers ENV.fetch('WEB_CONCURRENCY', 2).to_i
preload_app!
before_fork { ActiveRecord::Base.connection_pool.disconnect! } if ENV.fetch('WEB_CONCURRENCY', 2).to_i.positive?
plugin :tmp_restart
