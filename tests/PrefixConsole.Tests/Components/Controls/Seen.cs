using System.Globalization;

namespace PrefixConsole.Tests.Components.Controls;

/// <summary>
/// How colours are seen: WCAG's contrast, and the distance CIE 1976 in L*a*b*, for eyes without red or green cones as Machado, Oliveira and
/// Fernandes simulate them (2009, severity 1).
/// </summary>
internal static class Seen
{
    private static readonly double[][] s_noRed = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] s_noGreen = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];

    public static double Contrast(string one, string other)
    {
        double[] luminances = [.. new[] { one, other }.Select(c => Xyz(Linear(c))[1]).Order()];
        return (luminances[1] + 0.05) / (luminances[0] + 0.05);
    }

    public static double Distance(string one, string other, Eye eye)
    {
        var (a, b) = (Lab(Through(eye, Linear(one))), Lab(Through(eye, Linear(other))));
        return Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
    }

    private static double[] Linear(string color) =>
        [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double[] Through(Eye eye, double[] linear) => eye == Eye.Full
        ? linear
        : [.. (eye == Eye.NoRed ? s_noRed : s_noGreen).Select(row => Math.Clamp(row.Zip(linear, (m, v) => m * v).Sum(), 0, 1))];

    private static double[] Xyz(double[] c) =>
    [
        (0.4124564 * c[0]) + (0.3575761 * c[1]) + (0.1804375 * c[2]),
        (0.2126729 * c[0]) + (0.7151522 * c[1]) + (0.0721750 * c[2]),
        (0.0193339 * c[0]) + (0.1191920 * c[1]) + (0.9503041 * c[2]),
    ];

    private static double[] Lab(double[] linear)
    {
        var xyz = Xyz(linear);
        double[] f = [F(xyz[0] / 0.95047), F(xyz[1]), F(xyz[2] / 1.08883)];
        return [(116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
    }
}
