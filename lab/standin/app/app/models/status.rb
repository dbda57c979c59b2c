class Status < ApplicationRecord
  belongs_to :account

  def as_entity
    { id: id.to_s, created_at: created_at, content: text, account: { acct: account.username } }
  end
end
