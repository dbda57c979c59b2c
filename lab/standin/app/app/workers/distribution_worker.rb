class DistributionWorker
  include Sidekiq::Worker
  sidekiq_options queue: 'default'

  def perform(status_id)
    status = Status.find(status_id)
    RedisAddress.publish('timeline:public', { event: 'update', payload: status.as_entity.to_json }.to_json)
    logger.info("distributed status #{status_id}")
    %w[push pull mailers].each { |queue| QueueWorker.set(queue: queue).perform_async(status_id) }
  end
end
