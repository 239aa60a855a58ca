namespace PrefixConsole.Storage.Model;

/// <summary>Fits every text of a row into its column: one that the database refuses would hold up all that come after it.</summary>
internal static class RowText
{
    public static void Fit(object row)
    {
        switch (row)
        {
            case AuditRow audit:
                audit.Who = ColumnText.Fit(audit.Who, 200);
                audit.Role = ColumnText.Fit(audit.Role, 100);
                audit.Origin = ColumnText.Fit(audit.Origin, 200);
                audit.Action = ColumnText.Fit(audit.Action, 100);
                audit.Target = ColumnText.Fit(audit.Target, 300);
                audit.Result = ColumnText.Fit(audit.Result, 20);
                audit.Note = ColumnText.Fit(audit.Note, 1000);
                audit.Before = ColumnText.Clean(audit.Before);
                audit.After = ColumnText.Clean(audit.After);
                break;
            case AlertRow alert:
                alert.Rule = ColumnText.Fit(alert.Rule, 100);
                alert.Note = ColumnText.Fit(alert.Note, 500);
                break;
            case RevisionRow revision:
                revision.By = ColumnText.Fit(revision.By, 200);
                revision.Reason = ColumnText.Fit(revision.Reason, 1000);
                revision.Spec = ColumnText.Clean(revision.Spec)!;
                break;
            case SettingRow setting:
                setting.Key = ColumnText.Fit(setting.Key, 200);
                setting.Value = ColumnText.Clean(setting.Value)!;
                break;
        }
    }
}
