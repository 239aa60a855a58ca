using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Access;

/// <summary>
/// The keys of cookies lie beside the SQLite file, so that a log-in survives a restart; else where ASP.NET Core keeps them. Where that folder
/// cannot be written they stay in memory: a full or read-only disk must not keep everybody out of the console that would say so.
/// </summary>
internal sealed partial class CookieKeys(StoreConnection store, ILoggerFactory logs, ILogger<CookieKeys> log) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        if (store.File is not { } file)
        {
            return;
        }

        var folder = Path.Combine(Path.GetDirectoryName(file)!, "keys");
        try
        {
            PrivateFiles.CreateFolder(folder);
            var probe = Path.Combine(folder, $"probe-{Guid.NewGuid():N}");
            PrivateFiles.Open(probe).Dispose();
            File.Delete(probe);
            options.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), logs);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogInMemory(log, folder, error.Message);
            options.XmlRepository = new MemoryKeys();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys of log-ins cannot be kept in {Folder} ({Cause}): everybody logs in again after a restart")]
    private static partial void LogInMemory(ILogger logger, string folder, string cause);
}
