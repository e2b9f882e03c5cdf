# Places the environment that /proc shows over two gigabytes: prctl(2), PR_SET_MM_MAP. Prints "placed", and waits.
import ctypes, mmap, os, sys, time

PR_SET_MM, PR_SET_MM_MAP, MAP_NORESERVE = 35, 14, 0x4000
size = 2 << 30
area = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_NORESERVE, mmap.PROT_READ | mmap.PROT_WRITE)
start = ctypes.addressof(ctypes.c_char.from_buffer(area))
area[0:3] = b"A=b"
fields = open("/proc/self/stat").read().rsplit(")", 1)[1].split()


def stat(field):
    return int(fields[field - 3])


libc = ctypes.CDLL(None, use_errno=True)
libc.sbrk.restype = ctypes.c_void_p


class Map(ctypes.Structure):
    _fields_ = [("addresses", ctypes.c_uint64 * 11), ("auxv", ctypes.c_void_p), ("auxv_size", ctypes.c_uint32),
                ("exe_fd", ctypes.c_uint32)]


addresses = [stat(26), stat(27), stat(45), stat(46), stat(47), libc.sbrk(0), stat(28), stat(48), stat(49), start, start + size]
placed = Map((ctypes.c_uint64 * 11)(*addresses), None, 0, 0xFFFFFFFF)
if libc.prctl(PR_SET_MM, PR_SET_MM_MAP, ctypes.byref(placed), ctypes.c_ulong(ctypes.sizeof(placed)), ctypes.c_ulong(0)):
    print("prctl: " + os.strerror(ctypes.get_errno()))
    sys.exit(1)
print("placed", flush=True)
time.sleep(120)
