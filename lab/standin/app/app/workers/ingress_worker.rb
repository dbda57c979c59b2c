class IngressWorker
  include Sidekiq::Worker
  sidekiq_options queue: 'ingress'

  def perform(account_id, payload)
    logger.info("ingress for account #{account_id}: #{payload.bytesize} bytes")
  end
end
