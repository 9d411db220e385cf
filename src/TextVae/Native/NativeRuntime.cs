using TorchSharp;

namespace TextVae.Native;

/// <summary>
/// libtorch in this process. TextVae's own types call <see cref="EnsureLoaded"/>; a program that makes tensors
/// before it uses any of them calls it first.
/// </summary>
public static class NativeRuntime
{
    /// <summary>Set this environment variable to 0 to leave glibc's allocator as it is.</summary>
    public const string AllocatorSwitch = "TEXTVAE_MALLOPT";

    private static readonly Lock Gate = new();
    private static volatile bool _isLoaded;
    private static NativeRuntimeException? _failure;
    private static int? _threads;
    private static Precision _precision;
    private static ComputeDevice _device;
    private static int _process;

    /// <summary>Whether libtorch is loaded.</summary>
    public static bool IsLoaded => _isLoaded;

    /// <summary>
    /// Threads that one tensor operation may use; null leaves the choice to libtorch (one a core). May be set before
    /// or after the library is loaded.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static int? Threads
    {
        get
        {
            lock (Gate)
                return _threads;
        }

        set
        {
            if (value is { } threads)
                ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(value));
            lock (Gate)
            {
                _threads = value;
                ApplyThreads();
            }
        }
    }

    /// <summary>
    /// What matrix products multiply on the CPU. To be set before the first computation: what is computed with one
    /// precision is not bit for bit what another gives.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the three.</exception>
    public static Precision Precision
    {
        get
        {
            lock (Gate)
                return _precision;
        }

        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The precision is none of the known ones.");
            lock (Gate)
                _precision = value;
        }
    }

    /// <summary>
    /// What computes. To be set before the first model is made: tensors stay where they were made.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the three.</exception>
    /// <exception cref="NativeRuntimeException">libtorch is loaded already, and CUDA is asked for and not there.</exception>
    public static ComputeDevice Device
    {
        get
        {
            lock (Gate)
                return _device;
        }

        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The device is none of the known ones.");
            lock (Gate)
            {
                _device = value;
                ApplyDevice();
            }
        }
    }

    /// <summary>
    /// The number of this process among those of a job on this machine, from 0: with CUDA, each takes a GPU of its own. To be set before
    /// the first model is made.
    /// </summary>
    /// <exception cref="NativeRuntimeException">libtorch is loaded already, and there are fewer GPUs.</exception>
    public static int ProcessOnThisMachine
    {
        get
        {
            lock (Gate)
                return _process;
        }

        set
        {
            lock (Gate)
            {
                _process = value;
                ApplyDevice();
            }
        }
    }

    /// <summary><see cref="Device"/>, or the one that was found where that is <see cref="ComputeDevice.Auto"/>.</summary>
    /// <exception cref="NativeRuntimeException">CUDA is asked for and not there, or libtorch cannot be loaded.</exception>
    public static ComputeDevice ResolvedDevice
    {
        get
        {
            EnsureLoaded();
            return torch.get_default_device().type == DeviceType.CUDA ? ComputeDevice.Cuda : ComputeDevice.Cpu;
        }
    }

    /// <summary>
    /// <see cref="Precision"/>, or what this machine's measurement says where that is <see cref="Precision.Auto"/>.
    /// </summary>
    /// <exception cref="NativeRuntimeException">bfloat16 is asked for, and this machine cannot multiply it.</exception>
    public static Precision ResolvedPrecision =>
        ResolvedDevice == ComputeDevice.Cuda ? Precision.Float32 : PrecisionChoice.Resolve(Precision);

    /// <summary>How TorchSharp's library got past an old libstdc++; null where that was not needed.</summary>
    internal static LoadingFix? Fix { get; private set; }

    /// <summary>Whether glibc's allocator keeps the memory of freed tensors.</summary>
    internal static bool KeepsFreedMemory { get; private set; }

    /// <summary>
    /// Loads libtorch; does nothing when it is loaded. Thread-safe. Before the first tensor it also makes glibc's
    /// allocator keep freed memory (see <see cref="AllocatorSwitch"/>), lets idle threads sleep and applies <see cref="Threads"/>.
    /// </summary>
    /// <exception cref="NativeRuntimeException">
    /// libtorch cannot be loaded; the message names the cause. Every later call throws the same.
    /// </exception>
    public static void EnsureLoaded()
    {
        if (_isLoaded)
            return;
        lock (Gate)
        {
            if (_isLoaded)
                return;
            if (_failure is not null)
                throw new NativeRuntimeException(_failure.Message, _failure);
            try
            {
                Load();
            }
            catch (NativeRuntimeException failure)
            {
                _failure = failure;
                throw;
            }

            _isLoaded = true;
            ApplyThreads();
            ApplyDevice();
        }
    }

    private static void Load()
    {
        if (Environment.GetEnvironmentVariable(AllocatorSwitch) != "0")
            KeepsFreedMemory = Glibc.KeepFreedMemory();
        Glibc.LetIdleThreadsSleep();
        try
        {
            if (LibstdcxxFix.IsNeeded())
                Fix = new LoadingFix(LibstdcxxFix.Apply());
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception exception) when (exception is not NativeRuntimeException)
        {
            ThrowTrueCause();
            throw new NativeRuntimeException($"libtorch cannot be loaded: {exception.Message}", exception);
        }
    }

    // TorchSharp's own message blames a missing package whatever happened; the system's loader knows better.
    private static void ThrowTrueCause()
    {
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var file in NativeFiles.LinuxFiles)
            NativeFiles.Load(NativeFiles.Require(file));
    }

    // Every tensor that is made without a device is made there.
    private static void ApplyDevice()
    {
        if (!_isLoaded)
            return;
        var hasCuda = _device != ComputeDevice.Cpu && torch.cuda.is_available();
        if (_device == ComputeDevice.Cuda && !hasCuda)
        {
            // What follows, if anything, is computed as if nothing had been asked for.
            _device = ComputeDevice.Auto;
            throw new NativeRuntimeException(
                "CUDA is asked for, and this libtorch has none or finds no GPU. Take --device cpu or auto, or build with "
                + "-p:Backend=cuda on a machine with an NVIDIA GPU and its driver.");
        }

        torch.set_default_device(hasCuda ? new torch.Device(DeviceType.CUDA, Gpu) : torch.CPU);
    }

    private static int Gpu =>
        GpuChoice.Of(_process, torch.cuda.device_count(), Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));

    private static void ApplyThreads()
    {
        if (_isLoaded && _threads is { } threads)
            torch.set_num_threads(threads);
    }
}

/// <summary>The loading fix in use; its copy's path, or null where the copy was temporary.</summary>
internal sealed record LoadingFix(string? Copy);
