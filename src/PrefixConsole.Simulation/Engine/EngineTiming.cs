namespace PrefixConsole.Simulation.Engine;

/// <summary>
/// How long a pass takes. The two polynomials are those of NVIDIA Dynamo's mocker (Apache-2.0), fitted to a mid-size model on one GPU;
/// milliseconds at speed 1.
/// </summary>
public static class EngineTiming
{
    /// <summary><c>4.209989e-7 n² + 1.518344e-2 n + 16.50142</c> for n new prompt tokens in the pass; 0 when n is 0.</summary>
    public static double PrefillMilliseconds(long newTokens) =>
        newTokens <= 0 ? 0 : (4.209989e-7 * newTokens * newTokens) + (1.518344e-2 * newTokens) + 16.50142;

    /// <summary>
    /// <c>−25.74 p² + 54.01 p + 5.74</c>, at least 1, for one decode step. p in [0, 1] is the share of the pool's tokens that the
    /// contexts of the decoding requests fill; larger values count as 1 (shared prefixes are counted once per request).
    /// </summary>
    public static double DecodeMilliseconds(double fill)
    {
        var p = Math.Clamp(fill, 0, 1);
        return Math.Max(1, (-25.74 * p * p) + (54.01 * p) + 5.74);
    }
}
