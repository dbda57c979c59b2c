# One job for queues whose real work needs other servers.
class QueueWorker
  include Sidekiq::Worker

  def perform(status_id) = logger.info("queue job for status #{status_id}")
end
