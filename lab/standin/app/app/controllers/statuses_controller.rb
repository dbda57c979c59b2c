class StatusesController < ApplicationController
  before_action :require_user, only: :create

  def index = render(json: Status.order(id: :desc).limit(20).map(&:as_entity))
  def show = render(json: Status.find(params[:id]).as_entity)

  def create
    status = Status.create!(account: current_user.account, text: params.require(:status))
    DistributionWorker.perform_async(status.id)
    render json: status.as_entity
  end
end
