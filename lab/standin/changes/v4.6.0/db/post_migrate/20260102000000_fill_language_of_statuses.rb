class FillLanguageOfStatuses < ActiveRecord::Migration[7.2]
  def up = execute("UPDATE statuses SET language = 'en' WHERE language IS NULL")
  def down = nil
end
