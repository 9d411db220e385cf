using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace TextVae.Native;

/// <summary>libtorch, loaded and tried.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Threads">Threads that one tensor operation may use.</param>
/// <param name="Bfloat16Speed">
/// How many times as fast as in float32 a product of two 1024×1024 matrices is in bfloat16, each at its best of three.
/// </param>
/// <param name="KeepsFreedMemory">Whether glibc's allocator was told to keep the memory of freed tensors.</param>
/// <param name="CudaDevices">GPUs that it can use; 0 without CUDA.</param>
public sealed record LibtorchReport(
    string Version, int Threads, double Bfloat16Speed, bool KeepsFreedMemory, int CudaDevices)
{
    private const int MatrixSize = 1024;

    internal static LibtorchReport Collect()
    {
        NativeRuntime.EnsureLoaded();
        return new LibtorchReport(
            // TorchSharp says "2.10.0.0", where libtorch's own versions have three numbers.
            System.Version.TryParse(torch.__version__, out var version) ? version.ToString(3) : torch.__version__,
            get_num_threads(),
            Seconds(ScalarType.Float32) / Seconds(ScalarType.BFloat16),
            NativeRuntime.KeepsFreedMemory,
            cuda.is_available() ? cuda.device_count() : 0);
    }

    private static double Seconds(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var matrix = ones(MatrixSize, MatrixSize, dtype: type);
        // The first product sets up kernels and threads.
        _ = matrix.matmul(matrix);
        return Enumerable.Range(0, 3).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            matrix.matmul(matrix).Dispose();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
    }
}
