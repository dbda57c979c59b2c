# The address of Redis from the variables that Mastodon reads.
module RedisAddress
  def self.url
    ENV['REDIS_URL'] || begin
      user = [ENV['REDIS_USER'], ENV['REDIS_PASSWORD']].compact.join(':')
      user = ":#{user}" if user != '' && !ENV['REDIS_USER']
      "redis://#{user}#{'@' unless user.empty?}#{ENV.fetch('REDIS_HOST', 'localhost')}:" \
        "#{ENV.fetch('REDIS_PORT', 6379)}/#{ENV.fetch('REDIS_DB', 0)}"
    end
  end

  def self.publish(channel, payload)
    (@client ||= RedisClient.config(url: url).new_pool(size: 5)).call('PUBLISH', channel, payload)
  end
end
