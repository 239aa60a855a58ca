using System.Text.Json;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Writing;

/// <summary>
/// Rows that the database did not take, one JSON line each, flushed to the disk. Read again at the next start and written to the
/// database; a line that was cut by a crash is left out.
/// </summary>
internal sealed class StoreSpool(string path)
{
    /// <exception cref="IOException">The disk does not take it either.</exception>
    public void Append(IEnumerable<object> rows)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        using var file = PrivateFiles.Open(path);
        EndLastLine(file);
        foreach (var row in rows)
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(SpoolLine.Of(row)));
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
    }

    public IReadOnlyList<object> Read()
    {
        var rows = new List<object>();
        if (!File.Exists(path))
        {
            return rows;
        }

        foreach (var line in File.ReadLines(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<SpoolLine>(line)?.Row is { } row)
                {
                    rows.Add(row);
                }
            }
            catch (JsonException)
            {
                // Cut by a crash: it was never acknowledged as kept.
            }
        }

        return rows;
    }

    public void Delete() => File.Delete(path);

    /// <summary>A line that a crash or a full disk cut off must not take the next one with it.</summary>
    private static void EndLastLine(FileStream file)
    {
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
    }

    private sealed record SpoolLine(RevisionRow? Revision, AuditRow? Audit, AlertRow? Alert, SettingRow? Setting)
    {
        public object? Row => Revision ?? Audit ?? Alert ?? (object?)Setting;

        public static SpoolLine Of(object row) => new(row as RevisionRow, row as AuditRow, row as AlertRow, row as SettingRow);
    }
}
