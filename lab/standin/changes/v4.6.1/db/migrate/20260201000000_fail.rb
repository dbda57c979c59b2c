class Fail < ActiveRecord::Migration[7.2]
  def change = raise('this migration always fails')
end
