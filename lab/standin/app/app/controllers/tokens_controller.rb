# Signs in with name and password: what the web interface and applications do in several steps.
class TokensController < ApplicationController
  def create
    user = User.find_by(email: params[:username])
    return render(json: { error: 'invalid_grant' }, status: :unauthorized) unless user&.password?(params[:password])

    render json: { access_token: user.access_token, token_type: 'Bearer', otp: user.otp_secret.present? }
  end
end
