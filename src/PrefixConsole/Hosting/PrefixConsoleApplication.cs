using PrefixConsole.Access;
using PrefixConsole.Gateway.Hosting;
using PrefixConsole.Storage.Hosting;

namespace PrefixConsole.Hosting;

/// <summary>The application: one host, a gateway listener and a console listener.</summary>
public static class PrefixConsoleApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(PrefixConsoleApplication).Assembly.GetName().Name,
            // appsettings.json and wwwroot lie in the repo root when run from source (RunWorkingDirectory) and beside the
            // program when published or started from another directory. --contentRoot and ASPNETCORE_CONTENTROOT win.
            ContentRootPath = File.Exists(Path.Combine(Environment.CurrentDirectory, "PrefixConsole.sln")) ? null : AppContext.BaseDirectory,
        });
        // No-op when published; makes a program run from bin/ serve assets outside Development too.
        builder.WebHost.UseStaticWebAssets();

        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddFleet(builder.Configuration);
        builder.Services.AddPrefixGateway(builder.Configuration);
        builder.Services.AddConsoleAccess(builder.Configuration);
        builder.Services.AddConsole();
        builder.AddListeners();
        builder.Logging.OmitRequestScopes();

        var app = builder.Build();
        // Order matters: gateway requests leave the pipeline here, before any route of the console can match them.
        app.UseGatewayListener();
        app.UseConsole();
        return app;
    }
}
