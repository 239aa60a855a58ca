using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>Starts the contenders and waits until they answer.</summary>
internal static partial class Starter
{
    /// <summary>Lets the bench read the app's admin API and hub.</summary>
    public const string ApiToken = "pfx_bench";

    public static async Task<(Contender Direct, Uri[] Workers)> EchoAsync(CancellationToken cancellationToken)
    {
        var process = ChildProcess.StartSelf([EchoServer.Verb]);
        var addresses = await process.AddressesAsync(cancellationToken);
        return (new Contender(Contender.Direct, addresses[0], process), addresses);
    }

    /// <summary>The application as shipped, its demo fleet off, with the echo server's ports as its workers.</summary>
    public static async Task<Contender> AppAsync(string name, string dll, Uri[] workers, CancellationToken cancellationToken, params string[] more)
    {
        List<string> arguments =
        [
            "--Gateway:Url", "http://127.0.0.1:0", "--Console:Url", "http://127.0.0.1:0", "--DemoFleet:Enabled", "false", "--Storage:Provider", "none",
            "--Access:Tokens:0:Name", "bench", "--Access:Tokens:0:Hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiToken))), "--Access:Tokens:0:Scopes:0", "read",
        ];
        for (var i = 0; i < workers.Length; i++)
        {
            arguments.AddRange([$"--Workers:{i}:Id", $"echo-{i}", $"--Workers:{i}:Url", workers[i].AbsoluteUri, $"--Workers:{i}:Models:0", PromptBodies.Model]);
        }

        var process = ChildProcess.StartDll(dll, [.. arguments, .. more]);
        var line = await process.MatchAsync(AppListening(), cancellationToken);
        var contender = new Contender(name, new Uri(line.Groups[2].Value), process) { Console = new Uri(line.Groups[1].Value), NewLoginLink = async stop => new Uri((await process.MatchAsync(LoginLink(), stop)).Groups[1].Value) };
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (!(await client.GetAsync(new Uri(contender.Address, "/health/ready"), cancellationToken)).IsSuccessStatusCode)
        {
            await Task.Delay(100, cancellationToken);
        }

        return contender;
    }

    public static async Task<Contender> YarpAsync(string name, Uri backend, string[] settings, CancellationToken cancellationToken)
    {
        var process = ChildProcess.StartSelf([YarpProxy.Verb, backend.AbsoluteUri, "--settings", string.Join(',', settings)], YarpSettings.Environment(settings));
        return new Contender(name, (await process.AddressesAsync(cancellationToken))[0], process);
    }

    /// <summary>nginx with a configuration of its own in <paramref name="folder"/>: kept-alive connections both ways, bodies in memory, answers passed on as they come.</summary>
    public static async Task<Contender> NginxAsync(string program, Uri backend, string folder, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, $$"""
            daemon off;
            worker_processes auto;
            pid {{folder}}/nginx.pid;
            error_log stderr error;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                client_max_body_size 0;
                client_body_buffer_size 5m;
                keepalive_requests 100000000;
                upstream echo { server {{backend.Authority}}; keepalive 512; keepalive_requests 100000000; }
                server {
                    listen {{address.Authority}};
                    location / {
                        proxy_pass http://echo;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                    }
                }
            }
            """, cancellationToken);
        var process = ChildProcess.Start(program, ["-p", folder, "-c", file]);
        var contender = new Contender(Contender.Nginx, address, process);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
                return contender;
            }
            catch (SocketException) when (attempt < 50)
            {
                // a bad configuration ends the process, which reading its time tells
                process.CpuTime();
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Log in once at (http\S+)")]
    private static partial Regex LoginLink();

    [GeneratedRegex(@"Console (http\S+).*gateway \(OpenAI API\) (http://[^/\s]+)")]
    private static partial Regex AppListening();
}
