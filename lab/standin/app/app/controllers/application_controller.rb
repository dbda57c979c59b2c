class ApplicationController < ActionController::API
  private

  def current_user
    @current_user ||= User.find_by(access_token: request.authorization.to_s.delete_prefix('Bearer '))
  end

  def require_user
    render json: { error: 'The access token is invalid' }, status: :unauthorized unless current_user
  end
end
